"""Dates in text: found, normalised to TIMEX3 values and EDTF, never sharper than the words."""
