import Rating

extension ConformanceSuite {
  func judgeGreeting(_ greeting: Greeting) {
    judge(.greeting) { () throws(ConformanceStop) in
      guard !greeting.name.isEmpty else {
        throw .fault(asked: "nothing", expected: "a 'name' that is not empty", came: "\"name\":\"\"")
      }
      return nil
    }
    judge(.devices) { () throws(ConformanceStop) in
      var seen: Set<String> = []
      for device in greeting.devices {
        func require(_ condition: Bool, _ expected: String, _ came: String) throws(ConformanceStop) {
          if !condition {
            throw .fault(asked: "nothing", expected: expected, came: "device '\(device.id)': \(came)")
          }
        }
        try require(
          DeviceCatalogue.isSound(device.id), "an id of 1 to 64 letters, digits and :._-",
          "\"id\":\"\(device.id)\"")
        try require(seen.insert(device.id).inserted, "an id of its own for each device", "the id twice")
        try require(!device.name.isEmpty, "a name", "\"name\":\"\"")
        let counts = [
          ("memoryBytes", device.memoryBytes), ("freeBytes", device.freeBytes),
          ("cacheBytes", device.cacheBytes),
          ("processors", device.processors),
        ]
        for (name, count) in counts {
          guard let count else { continue }
          try require(
            name == "freeBytes" ? count >= 0 : count > 0, "\(name) above zero, or left out",
            "\(name) \(count)")
        }
        if let free = device.freeBytes, let all = device.memoryBytes {
          try require(free <= all, "no more freeBytes than memoryBytes", "\(free) of \(all)")
        }
        for digits in [
          device.pci?.vendor, device.pci?.device, device.pci?.subsystemVendor, device.pci?.subsystemDevice,
        ] {
          guard let digits else { continue }
          try require(
            digits.count == 4 && digits.allSatisfy(\.isHexDigit), "PCI numbers of four hexadecimal digits",
            "'\(digits)'")
        }
        if let partition = device.partition, partition.processors != nil, partition.wholeProcessors != nil {
          try require(
            partition.share != nil, "a partition of 1 to all processors",
            "\(partition.processors ?? 0) of \(partition.wholeProcessors ?? 0)")
        }
      }
      return greeting.devices.map(\.id).joined(separator: ", ")
    }
  }

  /// - Returns: what was offered, in words.
  static func judge(_ offer: OpenRequest.Answer) throws(ConformanceStop) -> String {
    func fault(_ expected: String, _ came: String) -> ConformanceStop {
      .fault(asked: "open", expected: expected, came: came)
    }
    guard !offer.variants.isEmpty else { throw fault("at least one variant", "none") }
    for variant in offer.variants {
      guard variant.input != nil else {
        throw fault("a precision of the protocol", variant.precision.rawValue)
      }
      guard variant.isSound else {
        throw fault(
          "an output that holds a product of \(variant.precision.rawValue)", variant.output.rawValue)
      }
    }
    guard Set(offer.variants).count == offer.variants.count else {
      throw fault("each variant once", "one of them twice")
    }
    for missing in offer.missing ?? [] where missing.reason.isEmpty {
      throw fault("a reason for what is missing", "\(missing.precision) without one")
    }
    let precisions = Precision.allCases.filter { precision in
      offer.variants.contains { $0.precision == precision }
    }
    return "\(offer.variants.count) variants of \(precisions.map(\.label).joined(separator: ", "))"
  }
}
