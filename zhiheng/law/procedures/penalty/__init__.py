"""行政处罚（普通程序), its acts grouped by the part of the road they belong to."""
