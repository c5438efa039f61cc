"""The HTML door of service matters: what anyone sees, what the applicant sees, what staff see."""
