"""Returns (上报): opened, frozen, validated, compared, signed, handed up, rolled up."""
