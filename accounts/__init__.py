"""People: accounts, roles, designations, training and purposes; who may pass which door."""
