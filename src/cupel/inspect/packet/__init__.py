"""Vendor packets: an evidence bundle goes in, what a vendor needs to answer it comes out; and the reply is checked."""
