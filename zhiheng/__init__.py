"""执衡 Zhiheng: case handling for safety-production law enforcement."""

__version__ = "0.1.0"
