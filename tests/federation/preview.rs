//! `serve --with`: a working tree in the place of its source.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::mesh::{Mesh, git};

struct Server {
    child: Child,
    told: String,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn serve(mesh: &Mesh, with: &str) -> Server {
    let mut command = mesh.command(&["serve", "portal", "--port", "0", "--with", with]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut server = Server {
        child: command.spawn().unwrap(),
        told: String::new(),
        address: String::new(),
    };
    let mut lines = BufReader::new(server.child.stderr.take().unwrap()).lines();
    while server.address.is_empty() {
        let line = lines.next().expect("it serves").unwrap();
        match line.strip_prefix("serving http://") {
            Some(url) => server.address = url.trim_end_matches('/').to_owned(),
            None => server.told.push_str(&format!("{line}\n")),
        }
    }
    // Nobody reads what is said later.
    std::thread::spawn(move || lines.for_each(drop));
    server
}

fn get(server: &Server, route: &str) -> String {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let address = &server.address;
    write!(
        stream,
        "GET /{route} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_working_tree_stands_in_the_place_of_its_source() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n- git: ../repositories/stock\n");
    mesh.product("sales", "sales", "to see what was sold");
    let product = crate::mesh::product("stock", "to see what is there")
        + "inputPorts:\n- name: sold\n  version: 1.0.0\n  contractId: sales-contract\n";
    let contract = crate::mesh::contract("stock");
    mesh.commit(
        "stock",
        &[
            ("p.odps.yaml", product.as_str()),
            ("c.odcs.yaml", contract.as_str()),
        ],
    );
    assert_eq!(mesh.fetch(&[]).code, 0);

    let (from, to) = (mesh.path("repositories/sales"), mesh.path("work"));
    git(
        &mesh.path(""),
        &[
            "clone",
            "--quiet",
            &from.to_string_lossy(),
            &to.to_string_lossy(),
        ],
    );
    fs::remove_dir_all(&from).unwrap();
    fs::create_dir_all(&from).unwrap();
    let manifest = fs::read_to_string(to.join("product.odps.yaml")).unwrap();
    let manifest = manifest.replace("to see what was sold", "to see what was sold today");
    fs::write(to.join("product.odps.yaml"), manifest).unwrap();
    {
        let server = serve(&mesh, "sales=work");
        assert!(
            server.told.contains("in the place of sales:"),
            "{}",
            server.told
        );
        assert!(
            server.told.contains("1 product depends on it: `stock`"),
            "{}",
            server.told
        );
        assert!(!server.told.contains("other sources"), "{}", server.told);
        let page = get(&server, "products/sales/sales.html");
        assert!(page.contains("sold today"), "{page}");
        assert!(get(&server, "products/stock/stock.html").contains("200 OK"));
    }

    // What it breaks for others is said.
    let contract = fs::read_to_string(to.join("orders.odcs.yaml")).unwrap();
    fs::write(
        to.join("orders.odcs.yaml"),
        contract.replace("sales-contract", "sales-orders"),
    )
    .unwrap();
    let server = serve(&mesh, "sales=work");
    let words = "in other sources that the mesh without it does not have";
    assert!(server.told.contains(words), "{}", server.told);
    assert!(
        server.told.contains("dangling-input-port"),
        "{}",
        server.told
    );
    assert!(server.told.contains("stock/p.odps.yaml"), "{}", server.told);
}

#[test]
fn a_checkout_is_known_by_where_it_was_cloned_from() {
    let mesh = Mesh::new("sources:\n- {name: trade, git: ../repositories/sales}\n");
    mesh.product("sales", "sales", "to see what was sold");
    assert_eq!(mesh.fetch(&[]).code, 0);
    let (from, to) = (mesh.path("repositories/sales"), mesh.path("work"));
    git(
        &mesh.path(""),
        &[
            "clone",
            "--quiet",
            &from.to_string_lossy(),
            &to.to_string_lossy(),
        ],
    );
    let server = serve(&mesh, "work");
    assert!(
        server.told.contains("in the place of trade:"),
        "{}",
        server.told
    );

    fs::create_dir_all(mesh.path("stranger")).unwrap();
    let ran = mesh.meshbook(&["serve", "portal", "--port", "0", "--with", "stranger"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("--with NAME=stranger"),
        "{}",
        ran.stderr
    );
}
