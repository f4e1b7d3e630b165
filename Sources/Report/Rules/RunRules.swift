import Measurement

/// The rules of a tier, held against a run: a run that broke one has no headline figure.
public struct RunRules: Codable, Equatable, Sendable {
  /// Changes when a rule or a limit does.
  public static let currentVersion = "1"

  public let version: String
  public let tier: String
  /// Whether every rule that the tier asks for is met.
  public let areMet: Bool
  public let rules: [RunRule]

  init(tier: String, _ rules: [RunRule]) {
    version = Self.currentVersion
    self.tier = tier
    self.rules = rules
    areMet = rules.allSatisfy { $0.outcome != .broken }
  }

  /// Holds the rules of its tier against a run on a host's processor.
  /// - Parameter findings: what speaks against the run; `nil` where that was not looked for.
  public init(
    _ result: MeasurementResult, _ circumstances: RunCircumstances, findings: [PlausibilityFinding]?
  ) {
    self = HostRunRules(result, circumstances, findings: findings).rules
  }

  /// Those of several devices as one: a rule is met where each of them meets it.
  init(of devices: [(id: String, rules: RunRules)]) {
    let all = devices.flatMap { device in device.rules.rules.map { (id: device.id, rule: $0) } }
    self.init(
      tier: devices.first?.rules.tier ?? "",
      (devices.first?.rules.rules ?? []).map { first in
        let broken = all.filter { $0.rule.name == first.name && $0.rule.outcome == .broken }
        return broken.isEmpty
          ? first
          : RunRule(first.name, first.asks, broken: broken.map { "\($0.id): \($0.rule.found)" }, met: "")
      })
  }

  public var broken: [RunRule] { rules.filter { $0.outcome == .broken } }

  /// Why there is no headline figure; `nil` where there may be one.
  public var objection: String? {
    areMet
      ? nil
      : "no headline figure: the run broke \(broken.count == 1 ? "a rule" : "\(broken.count) rules") of the \(tier) tier, "
        + broken.map { "\($0.name.rawValue) (\($0.found))" }.joined(separator: ", ")
  }

  /// Which rules were met, and why one was not.
  var blocks: [Document.Block] {
    let summary =
      areMet
      ? "All rules of the \(tier) tier are met (run rules \(version))."
      : "\(broken.count) of the rules of the \(tier) tier \(broken.count == 1 ? "is" : "are") broken (run rules \(version)): "
        + "the data stand, and no figure of this run may be quoted as a rating."
    let notAsked = rules.filter { $0.outcome == .notAsked }.map(\.name.rawValue)
    let table = Document.Block.table(
      .init(
        [.text("rule"), .text("asks"), .text("outcome"), .text("found")],
        rows: rules.filter { $0.outcome != .notAsked }.map {
          [$0.name.rawValue, $0.asks, $0.outcome == .broken ? "BROKEN" : "met", $0.found]
        }))
    return [.paragraph(summary), table]
      + (notAsked.isEmpty ? [] : [.paragraph("Not asked in this tier: \(notAsked.joined(separator: ", ")).")])
  }
}
