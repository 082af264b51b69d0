// The record of this run.
// @access  write
// @param   id         string    of this run
// @param   custodian  string    code of the authority that sends
// @param   source     string    the sending system
// @param   digest     string    of everything that the run is made of
// @param   now        datetime  the instant of this run
// @param   by         string    who runs the import
// @returns id
// @unscoped it is about the run, not about anybody
CREATE (run:Import {
  id: $id, authority: $custodian, source: $source, digest: $digest, started_at: $now, recorded_by: $by
})
RETURN run.id AS id
