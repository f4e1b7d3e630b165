import Rating

/// Settles which shapes each precision may be measured at, before memory is taken.
struct ShapePlanner {
  private let request: MeasurementRequest
  private let providers: [any GEMMProvider]
  private let nativePath: NativePath
  private let room: MeasurementRoom
  private let ceilings: Ceilings

  /// The side at which a library proves that it does not convert: large enough to run at speed.
  static let proofSide = 1056

  init(
    _ request: MeasurementRequest, _ providers: [any GEMMProvider], _ nativePath: NativePath,
    _ room: MeasurementRoom, _ ceilings: Ceilings
  ) {
    self.request = request
    self.providers = providers
    self.nativePath = nativePath
    self.room = room
    self.ceilings = ceilings
  }

  /// The shapes of every precision that a library here multiplies.
  var shapes: [Precision: [GEMMShape]] {
    let supported = request.precisions.filter { precision in
      providers.contains { $0.support(for: precision) == .native }
    }
    return Dictionary(
      uniqueKeysWithValues: supported.map { precision in
        (precision, request.shapes.isEmpty ? ladder(precision, sharers: supported.count) : request.shapes)
      })
  }

  /// The plan's sides, as far as a product at the ceiling's rate would be short enough and its operands fit into
  /// this precision's part of the memory. The first is always among them.
  private func ladder(_ precision: Precision, sharers: Int) -> [GEMMShape] {
    let rate = ceilings.highest(precision, threads: request.threads.first ?? 1)
    let isNative = nativePath.missing(precision) == nil
    let bytes = Double(room.availableBytes) / 2 / Double(sharers)
    let shapes = request.plan.sides.compactMap { try? GEMMShape(square: $0) }
    return shapes.enumerated().filter { step, shape in
      guard step > 0 else { return true }
      let seconds = shape.operations / ((rate ?? 0.05) * 1e12)
      return (isNative || shape.m <= Self.proofSide) && seconds <= request.plan.longestCallSeconds
        && shape.operandBytes(precision) <= bytes
    }.map(\.element)
  }
}
