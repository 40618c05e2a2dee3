"""The maker's manuals: a folder goes in, and of each finding whether they speak of it comes out."""
