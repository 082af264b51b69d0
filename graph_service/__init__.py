"""Who is around this child: a relationship service for children's services, on Neo4j."""
