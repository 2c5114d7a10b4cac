"""Programs of others, as they were written for a version of the schema. They are never changed: when one breaks, the schema is wrong."""
