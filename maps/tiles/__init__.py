"""Vector tiles of the published places, and the document that tells clients of them."""
