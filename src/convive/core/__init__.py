"""What every app stands on: the city, access, audit, jobs, publishing, documents, charts."""
