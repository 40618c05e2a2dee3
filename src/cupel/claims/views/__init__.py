"""Views over claims: each file takes claims and gives one way of looking at them; none says what is true."""
