use std::net::IpAddr;

use super::*;

fn read(line: &str) -> Result<Command, String> {
    parse(line.split_whitespace().map(OsString::from))
}

#[test]
fn a_line_is_read() {
    let Ok(Command::Serve(options)) =
        read("--data x --listen 127.0.0.1:0 --demo --seed 7 --fixed-time 2026-11-23T09:00:00Z")
    else {
        panic!("not read");
    };
    assert!(options.trusted_proxies.is_empty());
    assert_eq!(options.seed, Some(7));
    assert_eq!(options.clock.iso(), "2026-11-23T09:00:00Z");
    assert!(matches!(
        read("bench --authorizations 5"),
        Ok(Command::Bench(5))
    ));
    assert!(matches!(read("openapi"), Ok(Command::OpenApi)));
    assert!(matches!(
        read("switch-off ada@demo.example --data x"),
        Ok(Command::Person { active: false, .. })
    ));
    assert!(matches!(read("--demo --help"), Ok(Command::Help)));
}

#[test]
fn every_trusted_proxy_counts() {
    let line = "--data x --trusted-proxy 10.0.0.2 --trusted-proxy fd00::1";
    let Ok(Command::Serve(options)) = read(line) else {
        panic!("not read");
    };
    let proxies: Vec<_> = options
        .trusted_proxies
        .iter()
        .map(IpAddr::to_string)
        .collect();
    assert_eq!(proxies, ["10.0.0.2", "fd00::1"]);
}

#[test]
fn a_mistake_is_named_with_its_remedy() {
    for (line, words) in [
        ("--data x --nonsense", "--help"),
        ("", "add --data DIR"),
        ("--data x --seed 7", "add --demo"),
        ("--data x --listen nowhere", "--listen a host and a port"),
        ("--data x --listen 0.0.0.0:80", "--public-url"),
        ("--data x --public-url portal", "https://portal.example"),
        (
            "--data x --trusted-proxy 10.0.0.0/8",
            "for example 10.0.0.2",
        ),
        (
            "--data x --trusted-proxy ::1 --trusted-proxy nginx",
            "'nginx'",
        ),
        ("--data x --trusted-proxy", "--help"),
        ("--data x --fixed-time noon", "2026-11-23T09:00:00Z"),
        ("--data", "--help"),
        ("openapi now", "--help"),
        ("switch-off --data x", "name the mail address"),
        ("switch-off ada@demo.example", "add --data DIR"),
        ("switch-on a@b c@d --data x", "--help"),
        ("--data x --seed many --demo", "--help"),
    ] {
        let error = read(line).unwrap_err();
        assert!(error.contains(words), "{line}: {error}");
    }
}
