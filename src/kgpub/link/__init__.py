"""Entity linking: from names to ids of a gazetteer, or to a stated reason why not."""
