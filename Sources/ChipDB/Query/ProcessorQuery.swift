/// A processor as CPUID or MIDR tells it: "AuthenticAMD 25 17", "family 6 model 143", "25/17", "0x41 0xd40".
struct ProcessorQuery: Equatable {
  /// `nil` for any x86 vendor.
  let vendor: Identification.Vendor?
  /// `nil` on Arm.
  let family: Int?
  /// The model, or the part number on Arm.
  let model: Int
  let stepping: Int?

  /// - Returns: `nil` for a text of another form.
  init?(_ text: String) {
    let labels = ["cpuid", "family", "model", "stepping", "implementer", "part"]
    var tokens = text.split { " ,/;:\t".contains($0) }.map(String.init)
    tokens.removeAll { labels.contains($0.lowercased()) }
    guard (2...4).contains(tokens.count) else { return nil }
    if tokens.count == 2, tokens[0].hasPrefix("0x"), let arm = Identification.Vendor(tokens[0]),
      let part = Self.number(tokens[1])
    {
      (vendor, family, model, stepping) = (arm, nil, part, nil)
      return
    }
    if Self.number(tokens[0]) == nil {
      vendor = .x86(tokens.removeFirst())
    } else {
      vendor = nil
    }
    let numbers = tokens.compactMap(Self.number)
    guard numbers.count == tokens.count, (2...3).contains(numbers.count) else { return nil }
    (family, model, stepping) = (numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : nil)
  }

  /// The rows of the table of identifications that it meets; without a stepping those of every stepping.
  func identifications(in database: ChipDatabase) -> [Identification] {
    database.identifications.filter { row in
      let isVendor = vendor.map { row.vendor.isAlike($0) } ?? row.vendor.isX86
      return isVendor && (row.family == nil || family == row.family) && row.models.contains(model)
        && (stepping.flatMap { stepping in row.steppings.map { $0.contains(stepping) } } ?? true)
    }
  }

  private static func number(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }
}

extension Identification.Vendor {
  var isX86: Bool {
    if case .x86 = self { true } else { false }
  }

  /// The same vendor; case does not count.
  func isAlike(_ other: Identification.Vendor) -> Bool {
    switch (self, other) {
    case (.x86(let a), .x86(let b)): a.lowercased() == b.lowercased()
    case (.arm(let a), .arm(let b)): a == b
    default: false
    }
  }
}
