"""Published requirements that an image can speak to, as data: one file a set and edition, and what evaluates them."""
