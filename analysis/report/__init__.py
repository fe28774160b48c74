"""Show results in a notebook, run notebooks, publish and check reports."""

# A result in a notebook's outputs: a bundle, as `display` describes it.
BUNDLE = "application/vnd.rashomon+json"
