import Measurement

/// Everything about a run but its rows: what is needed to judge it and to repeat it.
public struct RunRecord: Codable, Sendable {
  public let tier: String
  /// Whether the tier's figures count as evidence, or only indicate.
  public let isEvidence: Bool
  /// How the figures come about; figures of two versions must not be compared.
  public let methodVersion: String
  public let seconds: Double
  /// The threads of the machine's own rows.
  public let threads: Int
  public let seed: UInt64
  public let operands: [OperandDistribution]
  public let clockGHz: Double?
  public let stealShare: Double?
  public let foreignShare: Double?
  /// The time that is neither products nor ceilings, checks or preparation, over the whole, 0…1.
  public let overheadShare: Double
  /// The time of clearing and checking results over the whole, 0…1.
  public let checkShare: Double
  public let accounts: Accounts
  public let plan: SamplingPlan
  public let memoryPlan: MemoryPlan
  public let memory: MemoryBandwidth?
  public let power: PowerSummary
  public let environment: RunEnvironment
  /// The system's clocks at both ends of the run.
  public let clocks: RunClocks?
  /// The libraries' files.
  public let digests: [FileDigest]

  init(_ result: MeasurementResult, _ circumstances: RunCircumstances) {
    tier = result.plan.tier
    isEvidence = result.plan.isEvidence
    methodVersion = result.methodVersion
    seconds = result.seconds
    threads = result.threads
    seed = result.seed
    operands = result.operands
    clockGHz = result.clockGHz
    stealShare = result.stealShare
    foreignShare = result.foreignShare
    overheadShare = result.seconds > 0 ? result.accounts.overhead(of: result.seconds) / result.seconds : 0
    checkShare = result.seconds > 0 ? result.accounts.checks / result.seconds : 0
    accounts = result.accounts
    plan = result.plan
    memoryPlan = result.memoryPlan
    memory = result.memory
    power = result.power
    environment = circumstances.environment
    clocks = result.clocks
    digests = circumstances.digests
  }

  var fields: [(label: String, value: String)] {
    var fields: [(label: String, value: String)] = [
      ("tier", tier + (isEvidence ? "" : ", indicative: no evidence for a filing")),
      (
        "method",
        "version \(methodVersion), seed \(seed), operands \(operands.map(\.rawValue).joined(separator: ", "))"
      ),
      (
        "time",
        "\(NumberFormat.number(seconds, digits: 3)) s, of which products "
          + "\(NumberFormat.number(accounts.products, digits: 3)), ceilings and memory "
          + "\(NumberFormat.number(accounts.ceilings, digits: 3)), preparation "
          + "\(NumberFormat.number(accounts.preparation, digits: 3)); checks \(NumberFormat.percent(checkShare)), "
          + "overhead \(NumberFormat.percent(overheadShare))"
      ),
      ("clock", clockGHz.map { "\(NumberFormat.number($0, digits: 3)) GHz" } ?? "cannot be measured here"),
    ]
    let others = [
      stealShare.map { "hypervisor \(NumberFormat.percent($0))" },
      foreignShare.map { "other processes \(NumberFormat.percent($0))" },
    ].compactMap { $0 }
    fields.append(
      ("taken by others", others.isEmpty ? "not shown by the kernel" : others.joined(separator: ", ")))
    let energy = power.joules.flatMap { joules in
      power.watts.map {
        "\(NumberFormat.number(joules, digits: 3)) J, \(NumberFormat.number($0, digits: 3)) W on average (\(power.source))"
      }
    }
    fields.append(("power", energy ?? power.source))
    if !environment.variables.isEmpty {
      let variables = environment.variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      fields.append(("environment", variables.joined(separator: " ")))
    }
    fields.append(("memory taken", "at most \(NumberFormat.bytes(Int(memoryPlan.bytes))), as planned before"))
    return fields
  }
}
