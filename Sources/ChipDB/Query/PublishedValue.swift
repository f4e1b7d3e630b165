import Rating

/// One published value of a chip as a tidy row tells it.
public struct PublishedValue: Sendable {
  public enum Quantity: String, CaseIterable, Sendable {
    /// A declared dense rate.
    case throughput
    /// The area of one die.
    case dieArea = "die-area"
    case memoryCapacity = "memory-capacity"
    case memoryBandwidth = "memory-bandwidth"
    /// The bidirectional rate of one kind of link.
    case interconnect
    case tdp
    case boardPower = "board-power"
    case price
    /// What others measured of a matrix product.
    case measuredProduct = "measured-gemm"
    /// What a vendor's acceptance test demands.
    case demandedFloor = "demanded-floor"
    /// What others measured of the bare instruction.
    case measuredInstruction = "measured-instruction"
  }

  public let quantity: Quantity
  public let precision: Precision?
  /// Of what: "matrix", "8 × XCD", "HBM3", "nvlink"; `nil` where there is one alone.
  public let part: String?
  public let value: SourcedValue
  /// Whether it is the one that is reported where sources disagree.
  public let isChosen: Bool
}

extension Chip {
  /// Every published value, one a row of the tables, each with whether it is the reported one.
  public var publishedValues: [PublishedValue] {
    throughputValues + dieValues + memoryValues + linkValues + powerValues + priceValues + measuredValues
  }

  private var throughputValues: [PublishedValue] {
    var chosen: [Precision: DataPlace] = [:]
    for precision in Set(throughputs.map(\.precision)) { chosen[precision] = declared(precision)?.place }
    return throughputs.map {
      PublishedValue(
        quantity: .throughput, precision: $0.precision, part: $0.unit.rawValue, value: $0.tops,
        isChosen: chosen[$0.precision] == $0.tops.place)
    }
  }

  private var dieValues: [PublishedValue] {
    let chosen = Set(chosenDies([.logic, .io, .memory]).compactMap(\.area.place))
    return dies.map { die in
      PublishedValue(
        quantity: .dieArea, precision: nil, part: "\(die.count) × \(die.name)", value: die.areaMM2,
        isChosen: die.areaMM2.place.map(chosen.contains) ?? false)
    }
  }

  private var memoryValues: [PublishedValue] {
    memory.map { figure in
      let (quantity, chosen): (PublishedValue.Quantity, SourcedValue?) =
        switch figure.quantity {
        case .capacity: (.memoryCapacity, memoryCapacityGB)
        case .bandwidth: (.memoryBandwidth, memoryBandwidthGBps)
        }
      return PublishedValue(
        quantity: quantity, precision: nil, part: figure.type, value: figure.value,
        isChosen: figure.value.place == chosen?.place)
    }
  }

  private var linkValues: [PublishedValue] {
    interconnect.map { figure in
      let rivals = interconnect.filter { $0.link == figure.link }.map(\.bandwidthGBps)
      return PublishedValue(
        quantity: .interconnect, precision: nil, part: figure.link, value: figure.bandwidthGBps,
        isChosen: SourcedValue.chosen(from: rivals)?.place == figure.bandwidthGBps.place)
    }
  }

  private var powerValues: [PublishedValue] {
    power.map { figure in
      PublishedValue(
        quantity: figure.kind == .tdp ? .tdp : .boardPower, precision: nil, part: nil, value: figure.watts,
        isChosen: tdpWatts?.place == figure.watts.place)
    }
  }

  private var priceValues: [PublishedValue] {
    prices.map {
      PublishedValue(
        quantity: .price, precision: nil, part: $0.kind.rawValue, value: $0.usd,
        isChosen: priceUSD?.place == $0.usd.place)
    }
  }

  /// What others measured never enters a rating: none is chosen.
  private var measuredValues: [PublishedValue] {
    measurements.map {
      let quantity: PublishedValue.Quantity =
        switch $0.quantity {
        case .gemm: .measuredProduct
        case .floor: .demandedFloor
        case .instruction: .measuredInstruction
        }
      return PublishedValue(
        quantity: quantity, precision: $0.precision, part: $0.unit.rawValue, value: $0.tops, isChosen: false)
    }
  }
}
