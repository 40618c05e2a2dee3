"""Whether the code that a vulnerability lies in was compiled in: rules as data, and the facts that answer them."""
