/// What one check has found so far.
struct PlausibilityOutcome {
  /// A figure and what it should not pass.
  struct Bounded {
    let value: Double
    let limit: Double
    let unit: String

    init(_ value: Double, limit: Double, _ unit: String) {
      self.value = value
      self.limit = limit
      self.unit = unit
    }
  }

  private(set) var findings: [PlausibilityFinding] = []
  private(set) var record: PlausibilityCheck.Record

  init(_ check: PlausibilityCheck) { record = .init(id: check, examined: [], unsupported: []) }

  mutating func find(
    _ severity: PlausibilityFinding.Severity, _ subject: String, _ text: String, _ figure: Bounded? = nil
  ) {
    // What is not finite is no number of JSON.
    let isFinite = figure.map { $0.value.isFinite && $0.limit.isFinite } ?? false
    findings.append(
      PlausibilityFinding(
        id: record.id, severity: severity, subject: subject, text: text,
        value: isFinite ? figure?.value : nil, limit: isFinite ? figure?.limit : nil,
        unit: isFinite ? figure?.unit : nil))
  }

  /// Enters what was held against each other.
  mutating func examine(_ what: String) {
    if !record.examined.contains(what) { record.examined.append(what) }
  }

  /// Enters why something could not be.
  mutating func leaveOut(_ reason: String) {
    let line = "unsupported: \(reason)"
    if !record.unsupported.contains(line) { record.unsupported.append(line) }
  }
}
