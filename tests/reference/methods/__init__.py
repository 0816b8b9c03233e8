"""Methods of other programs, which ours are compared with; the product uses none of them."""
