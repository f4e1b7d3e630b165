import Foundation

/// Memory of a device, given back with this value.
final class DeviceMemoryBlock {
  let address: UInt64
  private let plugIn: PlugIn

  /// - Throws: `DeviceError` of kind `memory` where there is no room.
  init(_ plugIn: PlugIn, bytes: Int) throws(DeviceError) {
    self.plugIn = plugIn
    address = try plugIn.allocate(bytes)
  }

  deinit { plugIn.release(address) }
}
