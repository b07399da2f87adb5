"""The files of a publication that anybody may take: written from a snapshot, kept in a storage."""
