import Rating

/// A step of a measurement.
public enum MeasurementProgress: Sendable {
  /// The memory that will be taken, before any is.
  case planned(MemoryPlan)
  case memory
  case searching(Precision, threads: Int)
  case soaking(seconds: Double)
  case visited(Precision, threads: Int, visit: Int, bestTops: Double?)
  case sustaining(Precision)
}
