//! The published document is the generated one.

#[test]
fn the_published_document_is_what_the_server_generates() {
    let published = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/openapi.json"
    ));
    let generated = countersign_server::openapi_json().unwrap();
    assert!(
        published.unwrap_or_default() == generated,
        "docs/openapi.json is not what the server answers: run `cargo xtask openapi`"
    );
}

#[test]
fn every_operation_says_what_it_answers_when_it_fails() {
    let document: serde_json::Value =
        serde_json::from_str(&countersign_server::openapi_json().unwrap()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(
                operation["responses"]["default"].is_object(),
                "{method} {path}"
            );
            assert!(operation["summary"].is_string(), "{method} {path}");
        }
    }
}
