//! Files as scanners and programs make them, and as somebody with a changed program might.

use image::GrayImage;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::*;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const OTHER: &str = "fedcba9876543210fedcba9876543210";
const CODE: &str = "HSBYD74X";
const ACROSS: u32 = 1654;
const DOWN: u32 = 2339;

fn paper(pages: u32) -> Paper {
    Paper {
        token: TOKEN.to_owned(),
        check_code: CODE.to_owned(),
        pages,
    }
}

/// A page as a scanner sees it at 200 dpi: white, with the code of a page.
fn page(token: &str, number: u32) -> GrayImage {
    let address = format!(
        "HTTPS://BANGIAO.EXAMPLE.VN/K/{}.{number}.{CODE}",
        short_token(token)
    );
    let code = fast_qr::QRBuilder::new(address).build().unwrap();
    let dot = |at: u32| (at / 5) as usize;
    GrayImage::from_fn(ACROSS, DOWN, |x, y| {
        let (x, y) = (dot(x.wrapping_sub(1300)), dot(y.wrapping_sub(2000)));
        let dark = x < code.size && y < code.size && code[y][x].value();
        image::Luma([if dark { 0 } else { 255 }])
    })
}

fn blank() -> GrayImage {
    GrayImage::from_pixel(ACROSS, DOWN, image::Luma([255]))
}

/// A picture with its samples packed, as programs store it.
fn packed(picture: &GrayImage) -> Stream {
    let mut stream = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image",
            "Width" => i64::from(picture.width()), "Height" => i64::from(picture.height()),
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        },
        picture.as_raw().clone(),
    );
    stream.compress().unwrap();
    stream
}

/// Pages that each draw something of the pictures `P0`, `P1` …, all of which are in the resources of
/// every page.
fn pdf(pictures: Vec<Stream>, contents: &[&str]) -> Vec<u8> {
    let mut doc = Document::with_version("1.5");
    let tree = doc.new_object_id();
    let mut named = Dictionary::new();
    for (n, picture) in pictures.into_iter().enumerate() {
        named.set(format!("P{n}"), doc.add_object(picture));
    }
    let resources = doc.add_object(dictionary! { "XObject" => named });
    let mut kids: Vec<Object> = vec![];
    for content in contents {
        let content = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
        let content = doc.add_object(content);
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Resources" => resources,
            "MediaBox" => vec![Object::from(0), Object::from(0), Object::from(595), Object::from(842)],
            "Contents" => content,
        };
        kids.push(doc.add_object(page).into());
    }
    let count = contents.len() as i64;
    doc.objects.insert(
        tree,
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
    );
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    doc.trailer.set("Root", catalog);
    let mut bytes = vec![];
    doc.save_to(&mut bytes).unwrap();
    bytes
}

const FIRST: &str = "q 595 0 0 842 0 0 cm /P0 Do Q";
const SECOND: &str = "q 595 0 0 842 0 0 cm /P1 Do Q";

fn one(found: Vec<PageFound>) -> PageFound {
    let [found] = <[PageFound; 1]>::try_from(found).unwrap();
    found
}

fn unread(bytes: &[u8], pages: u32) -> Vec<(u32, Code)> {
    let unread = compare(bytes, &paper(pages)).unwrap();
    unread
        .into_iter()
        .map(|(page, why)| (page, why.code))
        .collect()
}

fn refused(bytes: &[u8], pages: u32) -> Code {
    compare(bytes, &paper(pages)).unwrap_err().code
}

#[test]
fn every_page_of_the_paper_is_read_in_any_order() {
    let pictures = || vec![packed(&page(TOKEN, 1)), packed(&page(TOKEN, 2))];
    for contents in [[FIRST, SECOND], [SECOND, FIRST]] {
        assert!(unread(&pdf(pictures(), &contents), 2).is_empty());
    }
}

#[test]
fn what_scanners_and_programs_make_is_read_by_what_each_page_draws() {
    let files: [(&str, &[u8], u32); 6] = [
        (
            "shared",
            include_bytes!("../../../../tests/files/scans/a-chung-tai-nguyen-1bit.pdf"),
            2,
        ),
        (
            "inherited",
            include_bytes!("../../../../tests/files/scans/b-tai-nguyen-thua-ke-1bit.pdf"),
            2,
        ),
        (
            "strips",
            include_bytes!("../../../../tests/files/scans/d-dai-anh-128-dong-1bit.pdf"),
            2,
        ),
        (
            "inverted",
            include_bytes!("../../../../tests/files/scans/g-1bit-dao.pdf"),
            2,
        ),
        (
            "stencil",
            include_bytes!("../../../../tests/files/scans/i-1bit-mask.pdf"),
            2,
        ),
        (
            "four bits",
            include_bytes!("../../../../tests/files/scans/l-4bit-xam.pdf"),
            2,
        ),
    ];
    for (name, bytes, pages) in files {
        let stack = Stack::open(bytes).unwrap();
        let page = |place| Ok(one(stack.read(place)?).read.page);
        let read: Vec<Result<u32, Refusal>> = (0..stack.pages()).map(page).collect();
        let expected: Vec<_> = (1..=pages).map(Ok).collect();
        assert_eq!(read, expected, "{name}");
    }
}

#[test]
fn a_picture_that_lies_unused_in_the_resources_of_a_page_counts_for_nothing() {
    let single = include_bytes!("../../../../tests/files/scans/c-ve-mot-liet-ke-hai.pdf");
    let many = include_bytes!("../../../../tests/files/scans/b-mot-anh-250dpi.pdf");
    let tokens = |bytes: &[u8]| {
        let stack = Stack::open(bytes).unwrap();
        let token = |place| one(stack.read(place).unwrap()).read.short_token;
        (0..stack.pages()).map(token).collect::<Vec<_>>()
    };
    let (own, other) = ("ABCDEFGHJKMNPQRSTVWXYZ2345", "ZYXWVTSRQPNMKJHGFEDCBA5432");
    assert_eq!(tokens(single), [own]);
    assert_eq!(tokens(many), [own, own, other]);
    // It draws another paper and lists this one.
    let pictures = vec![packed(&page(OTHER, 1)), packed(&page(TOKEN, 1))];
    assert_eq!(refused(&pdf(pictures, &[FIRST]), 1), Code::ScanOfOther);
}

#[test]
fn a_picture_that_does_not_show_counts_for_nothing() {
    let own = "q 595 0 0 842 0 0 cm /P0 Do Q ";
    let blank_over = "q 595 0 0 842 0 0 cm /P1 Do Q";
    let white_over = "1 g 0 0 595 842 re f";
    let pictures = || vec![packed(&page(TOKEN, 1)), packed(&blank())];
    for over in [blank_over, white_over] {
        let bytes = pdf(pictures(), &[&format!("{own}{over}")]);
        assert_eq!(unread(&bytes, 1), [(1, Code::ScanBlank)], "{over}");
    }
    let outside = "q 595 0 0 842 600 0 cm /P0 Do Q ";
    let clipped = "q 0 0 10 10 re W n 595 0 0 842 0 0 cm /P0 Do Q ";
    for hidden in [outside, clipped] {
        let bytes = pdf(pictures(), &[&format!("{hidden}{blank_over}")]);
        assert_eq!(unread(&bytes, 1), [(1, Code::ScanBlank)], "{hidden}");
    }
    assert_eq!(
        refused(&pdf(pictures(), &[outside]), 1),
        Code::ScanUnreadable
    );
    assert_eq!(refused(&pdf(pictures(), &["q Q"]), 1), Code::ScanUnreadable);
}

#[test]
fn what_is_stuck_over_a_page_is_what_it_shows_and_what_lets_all_through_is_not() {
    // A note with the page of somebody else covers the whole page.
    let pictures = vec![packed(&page(TOKEN, 1)), packed(&page(OTHER, 1))];
    let mut doc = Document::load_mem(&pdf(pictures, &[FIRST])).unwrap();
    let id = *doc.get_pages().values().next().unwrap();
    let resources = doc.get_dictionary(id).unwrap().get(b"Resources").unwrap();
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone(),
        "BBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    };
    let form = Stream::new(form, b"q 100 0 0 100 0 0 cm /P1 Do Q".to_vec());
    let form = doc.add_object(form);
    let note = |flags: i64| {
        dictionary! {
            "Type" => "Annot", "Subtype" => "Stamp", "F" => flags,
            "Rect" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "AP" => dictionary! { "N" => form },
        }
    };
    let mut with = |flags| {
        let note = doc.add_object(note(flags));
        let page = doc.get_object_mut(id).unwrap().as_dict_mut().unwrap();
        page.set("Annots", vec![note.into()]);
        let mut bytes = vec![];
        doc.save_to(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(refused(&with(4), 1), Code::ScanOfOther);
    assert_eq!(unread(&with(2), 1), []);
    // A picture that is painted so that nothing of it shows.
    let unseen = "q 595 0 0 842 0 0 cm /P1 Do Q q /G gs 595 0 0 842 0 0 cm /P0 Do Q";
    let pictures = vec![packed(&page(TOKEN, 1)), packed(&page(OTHER, 1))];
    let mut doc = Document::load_mem(&pdf(pictures, &[unseen])).unwrap();
    let id = *doc.get_pages().values().next().unwrap();
    let resources = doc.get_dictionary(id).unwrap().get(b"Resources").unwrap();
    let resources = resources.as_reference().unwrap();
    let resources = doc
        .get_object_mut(resources)
        .unwrap()
        .as_dict_mut()
        .unwrap();
    let states = dictionary! { "G" => dictionary! { "ca" => 0 } };
    resources.set("ExtGState", states);
    let mut bytes = vec![];
    doc.save_to(&mut bytes).unwrap();
    assert_eq!(refused(&bytes, 1), Code::ScanOfOther);
}

#[test]
fn a_page_of_another_paper_a_missing_page_and_one_twice_are_refused() {
    let both = |one, other| vec![packed(&one), packed(&other)];
    let other = pdf(both(page(TOKEN, 1), page(OTHER, 2)), &[FIRST, SECOND]);
    assert_eq!(refused(&other, 2), Code::ScanOfOther);
    let missing = pdf(vec![packed(&page(TOKEN, 1))], &[FIRST]);
    assert_eq!(refused(&missing, 2), Code::ScanPages);
    let twice = pdf(vec![packed(&page(TOKEN, 1))], &[FIRST, FIRST]);
    assert_eq!(refused(&twice, 2), Code::ScanPages);
    let none_of_it = pdf(vec![packed(&page(TOKEN, 3))], &[FIRST]);
    assert_eq!(refused(&none_of_it, 1), Code::ScanPages);
}

#[test]
fn a_code_that_is_covered_and_a_strange_packing_are_left_to_somebodys_eyes() {
    let mut strange = packed(&blank());
    strange.dict.set("Filter", "JPXDecode");
    let bytes = pdf(vec![packed(&page(TOKEN, 1)), strange], &[FIRST, SECOND]);
    assert_eq!(unread(&bytes, 2), [(2, Code::ScanCompression)]);
    let bytes = pdf(
        vec![packed(&page(TOKEN, 2)), packed(&blank())],
        &[SECOND, FIRST],
    );
    assert_eq!(unread(&bytes, 2), [(1, Code::ScanBlank)]);
}

#[test]
fn a_page_is_neither_too_coarse_nor_too_fine() {
    let small = image::imageops::thumbnail(&page(TOKEN, 1), 1000, 1414);
    let coarse = pdf(vec![packed(&small)], &[FIRST]);
    assert_eq!(refused(&coarse, 1), Code::ScanTooCoarse);
    // A coarse page is not made finer by a fine picture in its corner.
    let corner = "q 595 0 0 842 0 0 cm /P0 Do Q q 30 0 0 40 0 0 cm /P1 Do Q";
    let corner = pdf(vec![packed(&small), packed(&page(TOKEN, 1))], &[corner]);
    assert_eq!(refused(&corner, 1), Code::ScanTooCoarse);
    let mut fine = packed(&blank());
    fine.dict.set("Width", 60_000);
    fine.dict.set("Height", 60_000);
    assert_eq!(refused(&pdf(vec![fine], &[FIRST]), 1), Code::ScanTooFine);
}

#[test]
fn what_unpacks_without_end_is_not_unpacked() {
    let zeros = vec![0; 64 * 1024 * 1024];
    let mut bomb = Stream::new(Dictionary::new(), zeros);
    bomb.compress().unwrap();
    let bomb = bomb.content;
    let mut samples = packed(&blank());
    samples.set_content(bomb.clone());
    assert_eq!(
        refused(&pdf(vec![samples], &[FIRST]), 1),
        Code::ScanUnreadable
    );
    // The same as what a page draws.
    let mut doc = Document::load_mem(&pdf(vec![packed(&blank())], &[FIRST])).unwrap();
    let page = *doc.get_pages().values().next().unwrap();
    let content = doc.get_dictionary(page).unwrap().get(b"Contents").unwrap();
    let content = content.as_reference().unwrap();
    let filter = dictionary! { "Filter" => "FlateDecode" };
    doc.objects
        .insert(content, Stream::new(filter, bomb).into());
    let mut bytes = vec![];
    doc.save_to(&mut bytes).unwrap();
    assert_eq!(refused(&bytes, 1), Code::ScanUnreadable);
}

#[test]
fn a_page_that_paints_without_end_is_refused() {
    let over_and_over = "q 595 0 0 842 0 0 cm /P0 Do Q ".repeat(200);
    let bytes = pdf(vec![packed(&blank())], &[&over_and_over]);
    assert_eq!(refused(&bytes, 1), Code::ScanTooFine);
    let rectangles = "0 0 595 842 re f ".repeat(6_000);
    let bytes = pdf(vec![packed(&blank())], &[&format!("{FIRST} {rectangles}")]);
    assert_eq!(refused(&bytes, 1), Code::ScanUnreadable);
}

#[test]
fn a_byte_is_no_scan() {
    for bytes in [b"x".as_slice(), b"", b"%PDF-", b"%PDF-1.4 cut off"] {
        for pages in [1, 2] {
            assert_eq!(refused(bytes, pages), Code::ScanUnreadable);
        }
    }
}

#[test]
fn a_page_that_is_made_of_corners_keeps_nobody_busy() {
    // Corners of codes, thousands of them or a few hundred, each seven dots or more wide.
    for (dot, pitch) in [(1, 10), (3, 40), (4, 66), (5, 80)] {
        let corners = GrayImage::from_fn(ACROSS, DOWN, |x, y| {
            let (x, y) = (x % pitch / dot, y % pitch / dot);
            let ring = x < 7 && y < 7 && (x == 0 || x == 6 || y == 0 || y == 6);
            let stone = (2..5).contains(&x) && (2..5).contains(&y);
            image::Luma([if ring || stone { 0 } else { 255 }])
        });
        let bytes = pdf(vec![packed(&corners)], &[FIRST]);
        assert_eq!(unread(&bytes, 1), [(1, Code::ScanNoQr)]);
    }
}

#[test]
fn a_code_is_read_upside_down_and_on_its_side() {
    let page = page(TOKEN, 1);
    for turned in [
        image::imageops::rotate90(&page),
        image::imageops::rotate180(&page),
        image::imageops::rotate270(&page),
    ] {
        assert!(unread(&pdf(vec![packed(&turned)], &[FIRST]), 1).is_empty());
    }
}

/// A picture packed by an outside program, as it lies in a PDF.
fn packed_as(filter: &str, parameters: Dictionary, bits: i64, bytes: &[u8]) -> Stream {
    Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image",
            "Width" => i64::from(ACROSS), "Height" => i64::from(DOWN),
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => bits,
            "Filter" => filter, "DecodeParms" => parameters,
        },
        bytes.to_vec(),
    )
    .with_compression(false)
}

#[test]
fn packings_of_office_scanners_are_read() {
    let fax = dictionary! { "K" => -1, "Columns" => i64::from(ACROSS), "BlackIs1" => false };
    let fax = packed_as(
        "CCITTFaxDecode",
        fax,
        1,
        include_bytes!("../../../../tests/files/scans/trang-1.g4"),
    );
    let bits = packed_as(
        "JBIG2Decode",
        Dictionary::new(),
        1,
        include_bytes!("../../../../tests/files/scans/trang-1.jb2"),
    );
    let waves = packed_as(
        "JPXDecode",
        Dictionary::new(),
        8,
        include_bytes!("../../../../tests/files/scans/trang-1.jp2"),
    );
    for (name, stream) in [("G4", fax), ("JBIG2", bits), ("JPEG 2000", waves)] {
        assert_eq!(unread(&pdf(vec![stream], &[FIRST]), 1), [], "{name}");
    }
}

#[test]
fn pictures_by_themselves_are_pages() {
    let files: [(&str, &[u8]); 4] = [
        (
            "G4",
            include_bytes!("../../../../tests/files/scans/trang-1-g4.tif"),
        ),
        (
            "LZW",
            include_bytes!("../../../../tests/files/scans/trang-1-lzw.tif"),
        ),
        (
            "1-bit PNG",
            include_bytes!("../../../../tests/files/scans/trang-1.png"),
        ),
        (
            "JPEG",
            include_bytes!("../../../../tests/files/scans/trang-1-q30.jpg"),
        ),
    ];
    for (name, bytes) in files {
        assert_eq!(unread(bytes, 1), [], "{name}");
        let stack = Stack::open(bytes).unwrap();
        let bound = bind(&[(&stack, one(stack.read(0).unwrap()).piece)]).unwrap();
        assert_eq!(unread(&bound, 1), [], "{name}");
    }
    let both = include_bytes!("../../../../tests/files/scans/hai-trang-g4.tif");
    assert_eq!(unread(both, 2), []);
}

#[test]
fn formats_that_are_not_read_are_called_by_their_name() {
    let heic = [&[0, 0, 0, 24], b"ftypheic".as_slice(), &[0; 16]].concat();
    let refusal = compare(&heic, &paper(1)).unwrap_err();
    assert_eq!(refusal.code, Code::ScanFormat);
    assert_eq!(refusal.details["kind"], "HEIC");
    assert_eq!(refused(b"BM      ", 1), Code::ScanFormat);
}

#[test]
fn a_file_that_opens_without_a_password_is_read_and_another_says_so() {
    let owner = include_bytes!("../../../../tests/files/scans/mat-khau-chu.pdf");
    assert_eq!(unread(owner, 1), []);
    let user = include_bytes!("../../../../tests/files/scans/mat-khau-mo.pdf");
    assert_eq!(refused(user, 1), Code::ScanProtected);
}

#[test]
fn objects_packed_in_streams_are_read() {
    let bytes = include_bytes!("../../../../tests/files/scans/doi-tuong-nen.pdf");
    assert_eq!(unread(bytes, 1), []);
}

#[test]
fn a_page_comes_out_upright_however_it_went_in() {
    let page = page(TOKEN, 1);
    let turned = [
        (page.clone(), 0),
        (image::imageops::rotate90(&page), 270),
        (image::imageops::rotate180(&page), 180),
        (image::imageops::rotate270(&page), 90),
    ];
    for (picture, turn) in turned {
        let stack = Stack::open(&pdf(vec![packed(&picture)], &[FIRST])).unwrap();
        let piece = one(stack.read(0).unwrap()).piece;
        assert_eq!(stack.is_in_order(&[piece]), turn == 0);
        let bound = bind(&[(&stack, piece)]).unwrap();
        let doc = Document::load_mem(&bound).unwrap();
        let id = *doc.get_pages().values().next().unwrap();
        let rotate = doc.get_dictionary(id).unwrap().get(b"Rotate").unwrap();
        assert_eq!(rotate.as_i64().unwrap(), turn);
        let again = Stack::open(&bound).unwrap();
        let piece = one(again.read(0).unwrap()).piece;
        assert!(again.is_in_order(&[piece]), "it stays so");
    }
    // A page that its file already turns is as it should be.
    let upside_down = "q -595 0 0 -842 595 842 cm /P0 Do Q";
    let stack = Stack::open(&pdf(
        vec![packed(&image::imageops::rotate180(&page))],
        &[upside_down],
    ));
    let stack = stack.unwrap();
    assert!(stack.is_in_order(&[one(stack.read(0).unwrap()).piece]));
}

/// Two pages beside each other on a sheet.
fn sheet(left: &GrayImage, right: &GrayImage) -> GrayImage {
    let mut sheet = GrayImage::from_pixel(2 * ACROSS, DOWN, image::Luma([255]));
    image::imageops::replace(&mut sheet, left, 0, 0);
    image::imageops::replace(&mut sheet, right, i64::from(ACROSS), 0);
    sheet
}

#[test]
fn two_pages_of_one_paper_on_a_sheet_are_two_pages() {
    let sheet = sheet(&page(TOKEN, 1), &page(TOKEN, 2));
    let mut png = std::io::Cursor::new(vec![]);
    sheet.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    assert_eq!(unread(&png, 2), []);
    assert_eq!(refused(&png, 3), Code::ScanPages);
    let stack = Stack::open(&png).unwrap();
    let found = stack.read(0).unwrap();
    let pieces: Vec<_> = found.iter().map(|page| (&stack, page.piece)).collect();
    assert_eq!(unread(&bind(&pieces).unwrap(), 2), []);
}

#[test]
fn pages_of_two_papers_on_a_sheet_are_taken_apart() {
    let sheet = sheet(&page(TOKEN, 1), &page(OTHER, 1));
    let mut png = std::io::Cursor::new(vec![]);
    sheet.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let png = png.into_inner();
    assert_eq!(refused(&png, 1), Code::ScanOfOther);
    let stack = Stack::open(&png).unwrap();
    let found = stack.read(0).unwrap();
    let own = found
        .iter()
        .find(|page| page.read.short_token == short_token(TOKEN));
    let own = own.unwrap().piece;
    assert!(own.is_a_part());
    assert_eq!(unread(&bind(&[(&stack, own)]).unwrap(), 1), []);
}

#[test]
fn dust_is_no_writing_and_writing_is_no_dust() {
    let dusty = GrayImage::from_fn(ACROSS, DOWN, |x, y| {
        image::Luma([if (x * 7919 + y * 104_729) % 9973 == 0 {
            90
        } else {
            244
        }])
    });
    assert_eq!(
        unread(&pdf(vec![packed(&dusty)], &[FIRST]), 1),
        [(1, Code::ScanBlank)]
    );
    let written = GrayImage::from_fn(ACROSS, DOWN, |x, y| {
        let line = (300..1200).contains(&x) && (900..1300).contains(&y) && y % 60 < 3;
        image::Luma([if line { 60 } else { 244 }])
    });
    assert_eq!(
        unread(&pdf(vec![packed(&written)], &[FIRST]), 1),
        [(1, Code::ScanNoQr)]
    );
}

/// A few pages of every kind of wear that `cargo xtask bench scans` reads 2,000 of.
#[test]
fn worn_pages_are_read() {
    let address = "HTTPS://BANGIAO.HAIPHONG.EDU.VN/X/";
    let print = |page: u32| {
        let address = format!("{address}{}.{page}.{CODE}", short_token(TOKEN));
        wear::print(
            &address,
            if page == 1 { 18.0 } else { 15.0 },
            u64::from(page),
        )
        .unwrap()
    };
    let prints = [print(1), print(2)];
    let mut worn: Vec<(usize, wear::Wear)> = vec![];
    for skew in [-5.0, -2.0, -1.5, 1.0, 5.0] {
        let tone = wear::Tone::Grey;
        worn.push((
            1,
            wear::Wear {
                skew,
                tone,
                ..wear::Wear::none(200)
            },
        ));
    }
    for tone in [
        wear::Tone::Jpeg(30),
        wear::Tone::Parted(128),
        wear::Tone::Dots,
        wear::Tone::Fax,
    ] {
        let (skew, grain, turns) = (1.5, 3.0, 2);
        worn.push((
            1,
            wear::Wear {
                skew,
                grain,
                turns,
                tone,
                ..wear::Wear::none(200)
            },
        ));
    }
    let mend = |number: u64| (number as usize % 2, wear::Wear::of_corpus(number));
    worn.extend([4, 14, 20, 31, 40, 52].map(mend));
    for (which, wear) in worn {
        let seen = wear.scan(&prints[which], 600);
        let found = code::codes(1, seen).unwrap_or_else(|why| panic!("{wear:?}: {why:?}"));
        assert_eq!(found[0].read.page as usize, which + 1, "{wear:?}");
    }
}
