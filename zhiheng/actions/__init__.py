"""The only code that writes. Everything with legal effect goes through :mod:`perform` and :mod:`signing`."""
