// Each run asks for the one before it.
CREATE INDEX import_sender IF NOT EXISTS FOR (i:Import) ON (i.authority, i.source);
