"""A player with a real browser: Chromium without a window, driven by Selenium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from time_limits import scaled

LONGEST_WAIT_S = scaled(45)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing_browser() -> str | None:
    """Return what is missing for a real browser, or None."""
    if not any(map(shutil.which, BROWSERS)):
        return "no Chromium here: apt-get install chromium chromium-driver"
    if shutil.which("chromedriver") is None:
        return "no chromedriver here: apt-get install chromium-driver"
    return None


@contextmanager
def browser(width: int, height: int = 900) -> Iterator[webdriver.Chrome]:
    """Open Chromium with a window of this size."""
    options = webdriver.ChromeOptions()
    options.binary_location = next(path for path in map(shutil.which, BROWSERS) if path)
    for argument in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        "hide-scrollbars",
        "lang=ru",
    ):
        options.add_argument(f"--{argument}")
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        resize(driver, width, height)
        yield driver
    finally:
        driver.quit()


def open_page(driver: webdriver.Chrome, url: str) -> None:
    """Open a page and wait until it is there.

    A navigation that another one cuts short is repeated once.
    """
    try:
        driver.get(url)
    except WebDriverException:
        driver.get(url)
    wait_for_page(driver)


def press(driver: webdriver.Chrome, button: WebElement) -> None:
    """Press a button that leads to another page, and wait until that one is there."""
    driver.execute_script("window.pressed = true")
    try:
        button.click()
    except WebDriverException as error:
        # The page can be gone before the driver has looked whether the click was taken.
        if "does not belong to the document" not in str(error):
            raise
    wait_for_page(driver)


def wait_for_page(driver: webdriver.Chrome) -> None:
    """Wait until no page is on its way: the one before is gone, and this one is whole."""
    # Nothing of the page before is asked about: while pages change, its elements raise whatever they like.
    script = "return !window.pressed && document.readyState === 'complete' && !!document.querySelector('h1')"
    wait = WebDriverWait(driver, LONGEST_WAIT_S, ignored_exceptions=[WebDriverException])
    wait.until(lambda page: page.execute_script(script), "the page did not come")


class BrowserPlayer:
    """Plays as a person does: chooses from lists, types, presses buttons."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def fill(self, url: str, action: str, values: Mapping[str, str]) -> str:
        """Open the page, fill in the form with this action, and press its button."""
        open_page(self.driver, url)
        form = self.driver.find_element(By.CSS_SELECTOR, f'form[action="{action}"]')
        for name, value in values.items():
            field = form.find_element(By.NAME, name)
            if field.tag_name == "select":
                Select(field).select_by_value(value)
            else:
                field.clear()
                field.send_keys(value)
        press(self.driver, form.find_element(By.TAG_NAME, "button"))
        return self.driver.current_url

    def text(self, url: str) -> str:
        """Return what a person reads on the page."""
        open_page(self.driver, url)
        return self.driver.find_element(By.TAG_NAME, "body").text

    def picture(self, url: str, path: Path, width: int, *, printed: bool = False) -> None:
        """Write the whole page as a picture of this width.

        `printed`: as it is on paper, without its forms.
        """
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print" if printed else ""})
        resize(self.driver, width, 900)
        open_page(self.driver, url)
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        resize(self.driver, width, int(height))
        self.driver.save_screenshot(str(path))
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def overflow(self, url: str, width: int) -> int:
        """Return by how many pixels the page is wider than a screen of this width."""
        resize(self.driver, width, 900)
        open_page(self.driver, url)
        return int(self.driver.execute_script("return document.documentElement.scrollWidth - innerWidth"))


def resize(driver: webdriver.Chrome, width: int, height: int) -> None:
    """Give the page that is open a screen of this size."""
    # A window cannot be made narrower than 500 px; the page's own metrics can.
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
