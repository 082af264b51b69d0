// Every change made through an action, in order for each authority; its key is that of the attempt that made it, so
// a second try of the same finds it, and two at once cannot both be made.
CREATE CONSTRAINT change_key IF NOT EXISTS FOR (c:Change) REQUIRE c.key IS UNIQUE;
CREATE CONSTRAINT change_sequence IF NOT EXISTS FOR (c:Change) REQUIRE (c.authority, c.sequence) IS UNIQUE;
CREATE INDEX change_child IF NOT EXISTS FOR (c:Change) ON (c.child_id, c.at);
CREATE CONSTRAINT counter_authority IF NOT EXISTS FOR (c:Counter) REQUIRE c.authority IS UNIQUE;
