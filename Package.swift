// swift-tools-version: 6.1
import PackageDescription

/// `make fuzz` alone asks for the fuzzer (docs/fuzzing.md): every module is then compiled to tell what it runs, and the
/// command is a library whose readers the fuzzer calls.
let isFuzzing = Context.environment["ASSAY_FUZZ"] != nil

let command: Target = {
  let dependencies: [Target.Dependency] = [
    "Rating", "Parallel", "ChipDB", "Rulebook", "Forecast", "Measurement", "Report", "Evidence",
    .product(name: "ArgumentParser", package: "swift-argument-parser"),
  ]
  guard isFuzzing else { return .executableTarget(name: "assay", dependencies: dependencies) }
  return .target(
    name: "assay", dependencies: dependencies,
    swiftSettings: [.unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "assay_main"])])
}()

/// One folder: with the fuzzer its program, else the test that reads the kept seeds.
let fuzz: Target = {
  let dependencies: [Target.Dependency] = [
    "assay", "Rating", "Parallel", "ChipDB", "Rulebook", "Forecast", "Measurement", "Report", "Evidence",
    .product(name: "ArgumentParser", package: "swift-argument-parser"),
  ]
  guard isFuzzing else {
    return .testTarget(
      name: "FuzzTests", dependencies: dependencies, path: "Tests/Fuzz", exclude: ["run", "seeds", "tables"])
  }
  return .executableTarget(
    name: "assay-fuzz", dependencies: dependencies, path: "Tests/Fuzz", exclude: ["run", "seeds", "tables"],
    swiftSettings: [.define("FUZZING"), .unsafeFlags(["-parse-as-library"])])
}()

let package = Package(
  name: "assay",
  products: [
    isFuzzing
      ? .executable(name: "assay-fuzz", targets: ["assay-fuzz"])
      : .executable(name: "assay", targets: ["assay"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "3.12.3"),
  ],
  targets: [
    .target(name: "Rating"),
    .target(name: "Parallel"),
    .target(name: "ChipDB", dependencies: ["Rating"]),
    .target(name: "Rulebook", dependencies: ["Rating", "Parallel", .product(name: "Yams", package: "Yams")]),
    .target(name: "CGEMM"),
    .target(name: "CPeak"),
    .target(name: "CSystem"),
    .target(
      name: "Measurement",
      dependencies: [
        "Rating", "Parallel", "CGEMM", "CPeak", "CSystem", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "Forecast", dependencies: ["Rating", "Parallel", "ChipDB", "Rulebook"]),
    .target(
      name: "Report", dependencies: ["Rating", "Parallel", "ChipDB", "Rulebook", "Forecast", "Measurement"]),
    .target(
      name: "Evidence",
      dependencies: [
        "Rating", "Parallel", "ChipDB", "Rulebook", "Measurement", "Report",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    command,
    fuzz,
    .executableTarget(
      name: "rule-sweep", dependencies: ["Rating", "Parallel", "ChipDB", "Rulebook", "Report"],
      path: "benchmarks/rule-sweep"),
    // Plug-ins in a process of their own, for their tests.
    .executableTarget(name: "plugin-probe", dependencies: ["CGEMM"], path: "Tests/PluginProbe"),
    .testTarget(name: "RatingTests", dependencies: ["Rating"]),
    .testTarget(name: "ParallelTests", dependencies: ["Parallel"]),
    .testTarget(name: "ChipDBTests", dependencies: ["ChipDB"]),
    .testTarget(name: "RulebookTests", dependencies: ["Rulebook"]),
    .testTarget(name: "ForecastTests", dependencies: ["Forecast", "Parallel"]),
    .testTarget(name: "CGEMMTests", dependencies: ["CGEMM", "Parallel"]),
    .testTarget(name: "CPeakTests", dependencies: ["CPeak"]),
    .testTarget(name: "MeasurementTests", dependencies: ["Measurement"]),
    .testTarget(name: "ReportTests", dependencies: ["Report"]),
    .testTarget(
      name: "EvidenceTests",
      dependencies: ["Evidence", "Rating", "ChipDB", "Rulebook", "Measurement", "Report"]),
    .testTarget(
      name: "assayTests",
      dependencies: [
        "assay", "Measurement", "Report", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
