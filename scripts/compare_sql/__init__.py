"""Whether two checkouts of this package send the same SQL: what is captured of one, and how two captures differ."""
