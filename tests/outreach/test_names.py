import pytest

from outreach.names import (
    Greeting,
    Recipient,
    greeting_for,
    is_given_name,
    is_surname_right,
    parse_greeting,
    split_name,
)


@pytest.mark.parametrize(
    ("full", "given", "surname"),
    [
        ("Naomi Whitfield", "Naomi", "Whitfield"),
        ("Dr. Naomi J. Whitfield, MD, FACP", "Naomi J.", "Whitfield"),
        ("Whitfield, Naomi", "Naomi", "Whitfield"),
        ("Prof. Ludwig van der Berg", "Ludwig", "van der Berg"),
        ("Omar Al-Rashid MD", "Omar", "Al-Rashid"),
        ("Omar Al Rashid", "Omar", "Al Rashid"),
        ("Ana de la Cruz", "Ana", "de la Cruz"),
        ("Van Nguyen", "Van", "Nguyen"),
        ("John Smith Jr.", "John", "Smith"),
        ("Madonna", "", "Madonna"),
        ("", "", ""),
        ("Dr.", "", ""),
    ],
)
def test_split_name(full, given, surname):
    assert split_name(full) == (given, surname)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Dear Dr. Brandt,", Greeting("Dear", ("dr",), "Brandt")),
        ("Dear Dr.Brandt", Greeting("Dear", ("dr",), "Brandt")),
        ("Dear Prof. Dr. Brandt:", Greeting("Dear", ("prof", "dr"), "Brandt")),
        ("Good morning Professor O’Neill -", Greeting("Good morning", ("professor",), "O’Neill")),
        ("Hi Sofia!", Greeting("Hi", (), "Sofia")),
        ("Dr Brandt", Greeting("", ("dr",), "Brandt")),
        ("Dear Dr. ,", Greeting("Dear", ("dr",), "")),
        ("Dear Drake Miller,", Greeting("Dear", (), "Drake Miller")),
        ("To Dr. Brandt,", Greeting("To", ("dr",), "Brandt")),
        ("مرحبا Dr. Brandt", Greeting("مرحبا", ("dr",), "Brandt")),
        ("Dear Dr. Lang and Dr. Brandt,", Greeting("Dear", ("dr",), "Lang and Dr. Brandt")),
        ("", Greeting("", (), "")),
    ],
)
def test_parse_greeting(text, parsed):
    assert parse_greeting(text) == parsed


@pytest.mark.parametrize(
    ("surname", "given", "name"),
    [
        ("Whitfield", "Naomi", "Whitfield"),
        ("Whitfield", "Naomi", "whitfield"),
        ("Whitfield", "Naomi", "Naomi Whitfield"),
        ("Whitfield", "Naomi Jane", "N. J. Whitfield"),
        ("Whitfield", "Naomi", "Whitfield, MD"),
        ("Müller", "Eva", "Muller"),
        ("Müller", "Eva", "Mueller"),
        ("Mueller", "Eva", "Müller"),
        ("Łuczak", "Ewa", "Luczak"),
        ("Ørsted", "Nils", "Orsted"),
        ("García Márquez", "Ana", "Garcia Marquez"),
        ("García Márquez", "Ana", "García"),
        ("García Márquez", "Ana", "Marquez"),
        ("Smith-Jones", "Ann", "Smith"),
        ("Smith-Jones", "Ann", "Jones"),
        ("Smith-Jones", "Ann", "Smith Jones"),
        ("van der Berg", "Ludwig", "van der Berg"),
        ("van der Berg", "Ludwig", "Van der Berg"),
        ("van der Berg", "Ludwig", "Berg"),
        ("Al-Rashid", "Omar", "Al Rashid"),
        ("Al-Rashid", "Omar", "Rashid"),
        ("Al-Rashid", "Omar", "AlRashid"),
        ("O'Neill", "Kate", "O’Neill"),
        ("O'Neill", "Kate", "ONeill"),
        ("d'Angelo", "Rita", "D’Angelo"),
        ("de Souza", "Bia", "Souza"),
        ("Nguyễn", "Van", "Nguyen"),
        ("Thomas", "Thomas", "Thomas"),
        ("Do", "Minh", "Do"),
        ("Do", "Minh", "Minh Do, MD"),
        ("St. Clair", "Amy", "St. Clair"),
        ("Mac Donald", "Amy", "MacDonald"),
        ("李", "明", "李"),
    ],
)
def test_a_surname_is_right_with_accents_particles_and_either_half(surname, given, name):
    assert is_surname_right(name, Recipient(given, surname))


@pytest.mark.parametrize(
    ("surname", "given", "name"),
    [
        ("Whitfield", "Naomi", "Whitfeild"),
        ("Whitfield", "Naomi", "Naomi"),
        ("Whitfield", "Naomi", "Whit"),
        ("Whitfield", "Naomi", "Brandt"),
        ("Whitfield", "Naomi", "Peter Whitfield"),
        ("Whitfield", "Naomi", ""),
        ("van der Berg", "Ludwig", "van"),
        ("van der Berg", "Ludwig", "der"),
        ("Smith-Jones", "Ann", "Smithson"),
        ("Müller", "Eva", "Möller"),
    ],
)
def test_another_name_is_wrong(surname, given, name):
    assert not is_surname_right(name, Recipient(given, surname))


def test_given_names_alone():
    naomi = Recipient("Naomi Jane", "Whitfield")
    assert is_given_name("Naomi", naomi)
    assert is_given_name("naomi jane", naomi)
    assert not is_given_name("Naomi Whitfield", naomi)
    assert not is_given_name("", naomi)


def test_greeting_for_and_address():
    assert greeting_for(Recipient("Naomi", "Whitfield")) == "Dear Dr. Whitfield,"
    assert greeting_for(Recipient("Naomi", "Whitfield", "Prof.")) == "Dear Prof. Whitfield,"
    assert greeting_for(Recipient("Naomi", "Whitfield", "")) == "Dear Naomi Whitfield,"
    assert greeting_for(Recipient("Naomi", "")) == "Dear Naomi,"
    assert greeting_for(Recipient()) == ""
    assert Recipient.named("Prof. Omar Al-Rashid, MD", city="Akron") == Recipient(
        "Omar", "Al-Rashid", city="Akron"
    )
