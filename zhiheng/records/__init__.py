"""What has happened: the only Django app with models; every read of the record lives under ``queries``."""
