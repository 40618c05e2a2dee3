"""Suppliers: who a name means, who made a device, who owns whom; the layer below the rooms."""
