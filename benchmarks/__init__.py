"""Side by side: dbt_nn, NumPy, scikit-learn, PyTorch and two published ways to train a network in SQL."""
