"""Show results in a notebook, run notebooks, publish and check reports."""
