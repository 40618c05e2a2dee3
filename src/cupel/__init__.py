"""cupel: evidence-based assurance of network-equipment suppliers."""

__version__ = "0.1.0"
