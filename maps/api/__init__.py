"""OGC API – Features over the publication: what a reader may ask, and how it is answered."""
