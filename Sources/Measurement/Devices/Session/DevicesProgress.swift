/// A step of a measurement of devices; each names the device by its id.
public enum DevicesProgress: Sendable {
  case opening(String)
  case searching(String, ProductVariant.Kind)
  case visited(String, ProductVariant.Kind, visit: Int, bestTops: Double?)
  case sustaining(String, ProductVariant.Kind)
  case memory(String)
}
