/// Which chips a device may be, by what it calls itself. Nothing is looked for that is merely similar.
extension ChipDatabase {
  /// The chips with a PCI vendor and device, "10de:2330"; several share some.
  public func chips(pci: String) -> [(chip: Chip, id: Chip.DeviceID)] {
    let pci = pci.lowercased()
    return chips { $0.scheme == .pci && $0.id == pci }
  }

  /// The chips whose device, driver or framework tells exactly this name; where none does, the one chip that it is the
  /// id, the name or an alias of. Case, blanks, hyphens, underscores, parentheses and the signs of trade marks do not
  /// count.
  public func chips(deviceName name: String) -> [(chip: Chip, id: Chip.DeviceID?)] {
    guard let key = try? Self.key(of: name) else { return [] }
    let told = chips { $0.scheme != .pci && Similarity.key($0.id) == key }
    if !told.isEmpty { return told.map { ($0.chip, $0.id) } }
    return position(matching: name).map { [(chips[$0], nil)] } ?? []
  }

  /// Each chip once, with the first of its ids that is meant.
  private func chips(_ isMeant: (Chip.DeviceID) -> Bool) -> [(chip: Chip, id: Chip.DeviceID)] {
    chips.compactMap { chip in chip.deviceIDs.first(where: isMeant).map { (chip, $0) } }
  }
}
