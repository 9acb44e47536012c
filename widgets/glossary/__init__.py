"""What the words on the bench mean, with a small picture for some of them."""
