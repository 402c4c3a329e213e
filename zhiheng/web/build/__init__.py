"""From the record and the engine's judgement to view models. Nothing here decides about law or writes anything."""
