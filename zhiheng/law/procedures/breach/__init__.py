"""The parts of the list of serious breaches (严重失信主体名单): words, facts, gates and acts."""
