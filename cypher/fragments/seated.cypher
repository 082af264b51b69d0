// Whom a new meeting is about, who is invited and who chairs, each a fact of its own with an id of its own.
CALL (look, fact, children) {
  UNWIND range(0, size(children) - 1) AS place
  WITH look, fact, children[place] AS one, fact.id + '-about-' + toString(place) AS id
  CREATE (fact)-[:ABOUT {
    id: id, custodian: $look.authority, recorded_at: look.at, recorded_by: look.by, source: $attempt.source, version: 1
  }]->(one)
  RETURN collect({type: 'ABOUT', id: id, version: 1, child_id: one.id}) AS about
}
CALL (look, fact, invited) {
  UNWIND range(0, size(invited) - 1) AS place
  WITH look, fact, invited[place] AS one, fact.id + '-invited-' + toString(place) AS id
  CREATE (one)-[:INVITED_TO {
    id: id, custodian: $look.authority, recorded_at: look.at, recorded_by: look.by, source: $attempt.source, version: 1
  }]->(fact)
  RETURN collect({type: 'INVITED_TO', id: id, version: 1}) AS asked
}
CALL (look, fact, chairs) {
  UNWIND range(0, size(chairs) - 1) AS place
  WITH look, fact, chairs[place] AS one, fact.id + '-chair-' + toString(place) AS id
  CREATE (one)-[:CHAIRS {
    id: id, custodian: $look.authority, recorded_at: look.at, recorded_by: look.by, source: $attempt.source, version: 1
  }]->(fact)
  RETURN collect({type: 'CHAIRS', id: id, version: 1}) AS chaired
}
WITH fact, about + asked + chaired AS seated
