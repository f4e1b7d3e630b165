/// The energy counters of the processor packages, as Linux shows them.
///
/// RAPL (`/sys/class/powercap/intel-rapl:N`, on AMD too) counts a package's energy; the hardware monitors of
/// `amd_energy` and `zenpower` do the same where there is no RAPL. Other monitors measure boards, graphics or supplies and
/// are not taken for the processors.
struct PowerMeter {
  private struct Counter {
    let path: String
    /// Where the counter starts again from 0, in microjoules; `nil` where it is not told.
    let range: Double?
  }

  private let files: SystemFiles
  private let counters: [Counter]
  /// What is read, in words.
  let source: String

  /// A meter, or why there is none.
  enum Finding {
    case available(PowerMeter)
    case unavailable(String)
  }

  /// Looks for counters that can be read.
  static func find(_ files: SystemFiles = SystemFiles()) -> Finding {
    let packages = files.names("sys/class/powercap").filter {
      // A package is intel-rapl:N; its cores, graphics and memory are intel-rapl:N:M.
      $0.hasPrefix("intel-rapl:") && $0.count { $0 == ":" } == 1
        && files.text("sys/class/powercap/\($0)/name")?.hasPrefix("package") == true
    }.map { "sys/class/powercap/\($0)/" }
    let rapl = packages.map {
      Counter(path: $0 + "energy_uj", range: files.integer($0 + "max_energy_range_uj").map(Double.init))
    }
    if !rapl.isEmpty { return meter(files, rapl, "RAPL, \(rapl.count) package(s)") }
    for monitor in files.names("sys/class/hwmon") {
      let path = "sys/class/hwmon/\(monitor)/"
      guard let driver = files.text(path + "name"), ["amd_energy", "zenpower"].contains(driver) else {
        continue
      }
      let sockets = files.names(path).filter { $0.hasPrefix("energy") && $0.hasSuffix("_input") }.filter {
        name in
        files.text(path + name.replacing("_input", with: "_label"))?.hasPrefix("Esocket") == true
      }
      if !sockets.isEmpty {
        return meter(
          files, sockets.map { Counter(path: path + $0, range: nil) }, "\(driver), \(sockets.count) socket(s)"
        )
      }
    }
    return .unavailable("this kernel shows no energy counter of the processor, as in most virtual machines")
  }

  private static func meter(_ files: SystemFiles, _ counters: [Counter], _ source: String) -> Finding {
    let meter = PowerMeter(files: files, counters: counters, source: source)
    if meter.reading() != nil { return .available(meter) }
    return .unavailable(
      "/\(counters[0].path) cannot be read: since CVE-2020-8694 only root may; run as root, or let this user read it"
    )
  }

  /// The counters now, in microjoules; `nil` when one cannot be read.
  func reading() -> [Double]? {
    let values = counters.compactMap { files.text($0.path).flatMap(Double.init) }
    return values.count == counters.count ? values : nil
  }

  /// The energy between two readings, in joules; a counter that started again once counts on.
  /// - Returns: `nil` when a counter went back and its range is not told.
  func joules(from before: [Double], to after: [Double]) -> Double? {
    var sum = 0.0
    for (index, counter) in counters.enumerated() {
      var difference = after[index] - before[index]
      if difference < 0 {
        guard let range = counter.range else { return nil }
        difference += range
      }
      sum += difference
    }
    return sum * 1e-6
  }
}
