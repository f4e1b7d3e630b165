// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "assay",
  targets: [
    .target(name: "Rating"),
    .target(name: "ChipDB", dependencies: ["Rating"]),
    .target(name: "CGEMM"),
    .target(name: "CPeak"),
    .target(name: "Measurement", dependencies: ["Rating", "CGEMM", "CPeak"]),
    .testTarget(name: "RatingTests", dependencies: ["Rating"]),
    .testTarget(name: "ChipDBTests", dependencies: ["ChipDB"]),
    .testTarget(name: "MeasurementTests", dependencies: ["Measurement"]),
  ],
  swiftLanguageModes: [.v6]
)
