import ChipDB
import Measurement
import Rating

/// What is judged: the rows of the host's processor or of one accelerator, and what is known of it besides.
struct PlausibilitySubject {
  /// Where the rows ran, with what only such a place tells.
  enum Place {
    case host(Host)
    case device(Device)
  }

  /// What a host's processor tells.
  struct Host {
    let visibleCores: Int
    /// The core's design; `nil` where the database does not know it.
    let core: Microarchitecture?
    /// The highest of all readings of the clock, in GHz; `nil` where it cannot be measured.
    let highestClockGHz: Double?
    /// Every reading of the clock, in GHz.
    let clocksGHz: [Double]
    /// The highest clock that is published of such a core, and of what.
    let publishedClock: PublishedClock?
    /// The energy of the whole run.
    let power: PowerSummary
  }

  /// What an accelerator tells, or is told of it.
  struct Device {
    let telemetry: TelemetrySummary
    /// The declared rates of the part that was measured; empty where chip, part or figures are not known.
    let declared: PerformanceRating
    /// Which part of which chip that is.
    let part: String
  }

  /// A clock that somebody publishes.
  struct PublishedClock {
    let gigahertz: Double
    /// "Xeon 8480+ has a boost clock".
    let words: String
    /// Whether it is that of the very chip that was measured.
    let isOwn: Bool
  }

  /// "cuda:0"; `nil` for the host's processor.
  let name: String?
  let place: Place
  /// In the order of the report.
  let rows: [MeasurementRow]
  /// Everything that is claimed of the part that was measured.
  let claims: [ClaimCheck]
  let ratedPower: RatedPower
  let database: ChipDatabase

  /// The rated power of all that the power meter measures.
  enum RatedPower {
    /// In watts, and whose it is by which source.
    case known(watts: Double, words: String)
    case unknown(reason: String)
  }

  /// "FP32 on 2 threads", "cuda:0, FP16".
  func label(_ row: MeasurementRow) -> String { (name.map { "\($0), " } ?? "") + row.label }

  var isHost: Bool {
    if case .host = place { true } else { false }
  }

  /// What it is called as a whole.
  var whole: String { name ?? "the host" }

  /// The rows that have a verified rate of dense products.
  var verified: [MeasurementRow] {
    rows.filter { $0.status == .verified && $0.topsBest != nil && $0.variant?.sparsity == nil }
  }
}

extension PlausibilitySubject {
  /// The host's processor.
  init(
    _ result: MeasurementResult, _ identification: HostIdentification, claims: [ClaimCheck],
    in database: ChipDatabase
  ) {
    name = nil
    rows = result.rows
    self.claims = claims
    self.database = database
    place = .host(
      Host(
        visibleCores: identification.host.topology.visibleCores,
        core: identification.match?.microarchitecture, highestClockGHz: result.highestClockGHz,
        clocksGHz: result.rows.flatMap { $0.visits + $0.rivals.flatMap(\.visits) }.flatMap(\.clocksGHz),
        publishedClock: PublishedClock(identification, in: database), power: result.power))
    ratedPower = RatedPower(identification)
  }

  /// An accelerator.
  init(
    _ device: DeviceMeasurement, _ rated: RatedPart, claims: [ClaimCheck], in database: ChipDatabase,
    tf32Reading: TF32Reading
  ) {
    name = device.id
    rows = device.rows
    self.claims = claims
    self.database = database
    place = .device(
      Device(telemetry: device.telemetry, declared: rated.declared(tf32Reading), part: rated.part.words))
    ratedPower = RatedPower(rated)
  }
}

extension PlausibilitySubject.RatedPower {
  /// Of the processors behind the visible cores, if those are whole chips: their counters count the whole.
  fileprivate init(_ identification: HostIdentification) {
    guard let chip = identification.chip, let cores = chip.cpu?.cores, cores > 0 else {
      self = .unknown(
        reason: "the processor's brand names no chip of the database, so its rated power is not known")
      return
    }
    let (count, rest) = identification.host.topology.visibleCores.quotientAndRemainder(dividingBy: cores)
    self.init(
      chip, isWhole: rest == 0 && count > 0, count: count,
      otherwise: "of \(chip.name) a part is visible, and its rated power is that of the whole")
  }

  fileprivate init(_ rated: RatedPart) {
    guard let chip = rated.chip else {
      self = .unknown(
        reason: "the database does not tell which chip \(rated.name) is, so its rated power is not known")
      return
    }
    self.init(
      chip, isWhole: rated.part.share == 1, count: 1,
      otherwise:
        "\(rated.name) is \(rated.part.words) of \(chip.name), and the rated power is that of the whole")
  }

  private init(_ chip: Chip, isWhole: Bool, count: Int, otherwise: String) {
    guard let power = chip.tdpWatts else {
      self = .unknown(reason: "no rated power of \(chip.name) is known")
      return
    }
    let watts = power.value * Double(count)
    self =
      isWhole
      ? .known(
        watts: watts,
        words:
          "the \(NumberFormat.number(watts, digits: 3)) W that \(count == 1 ? "" : "\(count) × ")\(chip.name) "
          + "is rated at (\(power.source))")
      : .unknown(reason: otherwise)
  }
}

extension PlausibilitySubject.PublishedClock {
  /// Of the chip that was measured, or the highest of any chip with such cores.
  fileprivate init?(_ identification: HostIdentification, in database: ChipDatabase) {
    if let chip = identification.chip, let boost = chip.cpu?.boostGHz {
      self.init(gigahertz: boost, words: "the boost clock of \(chip.name)", isOwn: true)
      return
    }
    guard let core = identification.match?.microarchitecture,
      let fastest = database.chips.filter({ $0.cpu?.microarchitecture == core.id })
        .compactMap({ chip in (chip.cpu?.boostGHz ?? chip.cpu?.baseGHz).map { (chip.name, $0) } })
        .max(by: { $0.1 < $1.1 })
    else { return nil }
    self.init(
      gigahertz: fastest.1, words: "the highest published of a chip with \(core.name) cores (\(fastest.0))",
      isOwn: false)
  }
}
