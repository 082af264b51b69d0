// A child's brothers and sisters of the same authority: by a parent, relative or special guardian of both, never by a home.
COLLECT {
  MATCH (child)<-[one:CARES_FOR]-(carer:Carer)-[other:CARES_FOR]->(sibling:Child)
  WHERE sibling <> child AND sibling.custodian = child.custodian AND sibling.died_on IS NULL AND NOT sibling:Held
    AND all(care IN [one, other] WHERE care.custodian = child.custodian
      AND care.capacity IN ['parent', 'kinship', 'special_guardian']
      AND (care.start IS NULL OR care.start <= $today) AND (care.end IS NULL OR care.end > $today)
      AND coalesce(care.end_reason, '') <> 'recorded_in_error')
    AND NOT carer:Held
    AND NOT EXISTS { (child)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    AND NOT EXISTS { (carer)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
    AND NOT EXISTS { (sibling)-[:PROTECTED_BY]->(:Protection {kind: 'new_identity'}) }
  RETURN DISTINCT sibling
}
