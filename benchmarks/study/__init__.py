"""How good the defaults of dbt_nn.train are, on many tables, beside rivals with their own defaults: `make study`."""
