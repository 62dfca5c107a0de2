"""The verbs of the buddy room. Each checks access, checks the facts, writes, and audits, in one transaction."""
